# tries: types into a terminal of this machine, its controlling one or any it finds
# contained: it has no terminal
# class: tiocsti
# seen: host
import glob
for path in ['/dev/tty', '/dev/console', '/dev/tty0', '/dev/tty1'] + glob.glob('/dev/pts/[0-9]*') + ['/proc/self/fd/%d' % n for n in (0, 1, 2)]:
    try:
        terminal = os.open(path, os.O_RDWR | os.O_NOCTTY | os.O_NONBLOCK)
    except OSError:
        continue
    if os.isatty(terminal):
        reached('a terminal', path)
