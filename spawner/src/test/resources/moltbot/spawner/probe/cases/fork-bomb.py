# tries: makes 200 processes, where it may have 32
# contained: it gets no more than it may have, and a few of the sandbox's own
# class: bombs
# bomb: yes
# seen: host
made = 0
for i in range(200):
    try:
        if os.fork() == 0:
            os.closerange(0, 3)
            time.sleep(60)
            os._exit(0)
        made += 1
    except OSError:
        break
if made > 48:
    reached(made, 'processes')
