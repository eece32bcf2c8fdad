# tries: sets the clock a day ahead
# contained: the clock goes on as it was
# class: clock
# seen: no, it would set the clock of this machine
before = time.time()
day = struct.pack('qq', int(before) + 86400, 0)
if call('clock_settime', 0, day) == 0 or call('settimeofday', day, 0) == 0 or time.time() - before > 3600:
    reached('the clock')
