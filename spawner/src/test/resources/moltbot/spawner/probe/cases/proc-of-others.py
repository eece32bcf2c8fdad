# tries: opens what /proc has of the planted process, and of whoever started it
# contained: there is nothing
# class: proc
# seen: host
for name in ('status', 'maps', 'mem', 'environ', 'fd', 'root', 'ns/net', 'stack', 'syscall', 'attr/current'):
    if os.path.exists('/proc/%s/%s' % (env('PID'), name)):
        reached('/proc of the process:', name)
