# tries: forks for ever, each child too, deaf to every signal but the last
# contained: it ends when its time is up, whole, and neither a neighbour nor the machine is hurt
# class: bombs
# bomb: yes
# ends: any
# limits: seconds=4 processes=64
# seen: no, it would end this machine
for number in range(1, 32):
    try:
        signal.signal(number, signal.SIG_IGN)
    except (OSError, ValueError):
        pass
while True:
    try:
        os.fork()
        os.setsid()
    except OSError:
        pass
