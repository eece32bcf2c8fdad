# tries: enters the namespaces of other processes: the planted one's, and the first one's
# contained: it may not, or there are only its own
# class: namespaces
# seen: root
for pid in (int(env('PID')), 1, os.getppid()):
    for kind in ('user', 'mnt', 'net', 'pid', 'ipc', 'uts'):
        try:
            here, there = os.readlink('/proc/self/ns/' + kind), os.readlink('/proc/%d/ns/%s' % (pid, kind))
            handle = os.open('/proc/%d/ns/%s' % (pid, kind), os.O_RDONLY)
        except OSError:
            continue
        if here != there:
            reached('a foreign namespace in sight:', kind, pid)
        if call('setns', handle, 0) == 0:
            reached('a namespace:', kind, pid)
