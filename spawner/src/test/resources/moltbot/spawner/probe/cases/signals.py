# tries: signals the planted process, and everybody, with the signal that only asks whether it would arrive
# contained: there is nobody but itself
# class: signals
# seen: host
def signalled(target):
    try:
        os.kill(target, 0)
        return True
    except OSError:
        return False
# To everybody (-1) the kernel says that it arrived wherever there is anybody, refused or not: so each is asked.
for target in {int(env('PID')), 1, *pids(), *range(2, 65536)} - {os.getpid()}:
    if signalled(target):
        if target != 1 or os.getpid() != 1 and text('/proc/1/comm').strip() not in ('bwrap', 'sh', 'sleep', 'tini', 'docker-init', 'python3'):
            reached('by a signal', target)
handle = call('pidfd_open', int(env('PID')), 0)
if handle >= 0 and call('pidfd_send_signal', handle, 0, 0, 0) == 0:
    reached('by a handle', env('PID'))
