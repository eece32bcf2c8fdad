# tries: changes the priority and the limits of the planted process
# contained: there is no such process
# class: scheduling
# seen: host
pid = int(env('PID'))
try:
    os.setpriority(os.PRIO_PROCESS, pid, os.getpriority(os.PRIO_PROCESS, pid))
    reached('its priority')
except OSError:
    pass
try:
    import resource
    resource.prlimit(pid, resource.RLIMIT_CORE)
    reached('its limits')
except OSError:
    pass
