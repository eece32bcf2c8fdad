# tries: leaves 300 children that nobody asks about, and 300 orphans, where it may have 32 processes
# contained: it gets no more than it may have of the first, the second are cleared away, and none is left on the machine
# class: zombies
# bomb: yes
# seen: host
made = 0
for i in range(300):
    try:
        if os.fork() == 0:
            os._exit(0)
        made += 1
    except OSError:
        break
if made > 48:
    reached(made, 'zombies')
