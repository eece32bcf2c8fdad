# tries: signals the planted process, and everybody, with the signal that only asks whether it would arrive
# contained: there is nobody but itself
# class: signals
# seen: host
for target in (int(env('PID')), -1, 1):
    try:
        os.kill(target, 0)
        if target != 1 or os.getpid() != 1 and text('/proc/1/comm').strip() not in ('bwrap', 'sh', 'sleep', 'tini', 'docker-init', 'python3'):
            reached('by a signal', target)
    except OSError:
        pass
handle = call('pidfd_open', int(env('PID')), 0)
if handle >= 0 and call('pidfd_send_signal', handle, 0, 0, 0) == 0:
    reached('by a handle', env('PID'))
