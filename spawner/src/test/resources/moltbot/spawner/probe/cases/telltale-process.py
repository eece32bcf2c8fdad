# tries: looks for the planted process among those it can see, by its arguments and by its environment
# contained: it is not there
# class: processes
# seen: host
for pid in pids():
    arguments = text('/proc/%d/cmdline' % pid)
    if arguments.startswith(env('NAME')):
        reached('process', pid, arguments.replace('\0', ' '))
    print(text('/proc/%d/environ' % pid).replace('\0', ' '))
