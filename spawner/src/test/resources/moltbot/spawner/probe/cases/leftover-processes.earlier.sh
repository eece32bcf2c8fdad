exec python3 -c '
import os, signal, socket, sys, time
ready = os.pipe()
if os.fork() == 0:
    os.setsid()
    for number in (signal.SIGTERM, signal.SIGHUP, signal.SIGINT):
        signal.signal(number, signal.SIG_IGN)
    if os.fork() == 0:
        left = socket.socket(socket.AF_UNIX)
        left.bind("\0left-" + os.environ["PROBE_NAME"])
        left.listen()
        os.write(ready[1], b"x")
        for fd in (0, 1, 2):
            os.close(fd)
        time.sleep(60)
    os._exit(0)
os.read(ready[0], 1)
' "$0"
