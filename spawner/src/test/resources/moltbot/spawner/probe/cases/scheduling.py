# tries: gives itself real time, a better priority, the disk first
# contained: the kernel refuses each
# class: scheduling
# seen: root
try:
    os.sched_setscheduler(0, os.SCHED_FIFO, os.sched_param(1))
    reached('real time')
    os.sched_setscheduler(0, os.SCHED_OTHER, os.sched_param(0))
except OSError:
    pass
try:
    os.setpriority(os.PRIO_PROCESS, 0, os.getpriority(os.PRIO_PROCESS, 0) - 1)
    reached('a better priority')
except OSError:
    pass
if call('ioprio_set', 1, 0, 1 << 13) == 0:
    reached('the disk first')
