# tries: sets the clock, in ways that are wrong so that nothing would come of it, and turns its speed
# contained: it is refused for want of permission, before anybody looks at the arguments
# class: clock
# seen: root
if call('adjtimex', struct.pack('I', 0x4000) + bytes(204)) == -errno.EINVAL:
    reached('the speed of the clock')
try:
    os.close(os.open('/dev/rtc0', os.O_RDONLY))
    reached('the clock of the hardware')
except OSError:
    pass
