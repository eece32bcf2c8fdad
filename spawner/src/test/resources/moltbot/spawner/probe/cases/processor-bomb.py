# tries: keeps every processor busy with 32 processes, each in a session of its own
# contained: it ends when its time is up, and a neighbour goes on
# class: bombs
# bomb: yes
# ends: any
# limits: seconds=4
# seen: no, it would only be in others' way
for i in range(30):
    try:
        if os.fork() == 0:
            os.setsid()
            while True:
                pass
    except OSError:
        pass
time.sleep(60)
