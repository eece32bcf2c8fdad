# tries: takes open files out of the planted process and compares kernel objects with it
# contained: there is no such process, or it may not
# class: ptrace
# seen: host
handle = call('pidfd_open', int(env('PID')), 0)
if handle >= 0:
    reached('a handle of the process')
    if call('pidfd_getfd', handle, 0, 0) >= 0:
        reached('its standard input')
if call('kcmp', os.getpid(), int(env('PID')), 5, 0, 0) >= 0:
    reached('its kernel objects')
