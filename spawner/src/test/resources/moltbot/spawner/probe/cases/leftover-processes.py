# tries: looks for processes, sockets and locks that an earlier task left behind when it ended
# contained: there are none
# class: leftovers
# seen: host
for pid in pids():
    if pid != os.getpid() and env('RUN') in text('/proc/%d/environ' % pid):
        reached('a process', pid)
client = socket.socket(socket.AF_UNIX)
try:
    client.connect('\0left-' + env('NAME'))
    reached('a socket')
except OSError:
    pass
