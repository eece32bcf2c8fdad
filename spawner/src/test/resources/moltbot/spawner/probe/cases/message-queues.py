# tries: finds the planted message queues and semaphores (System V and POSIX)
# contained: there are none
# class: shared-memory
# seen: host
key = int(env('NUMBER'))
if call('msgget', key, 0) >= 0:
    reached('a message queue of System V')
if call('semget', key, 1, 0) >= 0:
    reached('a semaphore')
if call('mq_open', env('NAME').encode(), os.O_RDONLY | os.O_NONBLOCK, 0, 0) >= 0:
    reached('a message queue of POSIX')
for name in ('msg', 'sem'):
    if len(text('/proc/sysvipc/' + name).splitlines()) > 1:
        reached('the list of', name)
