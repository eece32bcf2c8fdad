# tries: traces the planted process by its number, and reads its memory
# contained: there is no such process, or it may not
# class: ptrace
# seen: host
pid = int(env('PID'))
if call('ptrace', 0x4206, pid, 0, 0) == 0:
    reached('ptrace of', pid)
buffer = ctypes.create_string_buffer(64)
for line in text('/proc/%d/maps' % pid).splitlines()[:1]:
    at = int(line.split('-')[0], 16)
    ours, theirs = struct.pack('PN', ctypes.addressof(buffer), 64), struct.pack('PN', at, 64)
    if call('process_vm_readv', pid, ours, 1, theirs, 1, 0) > 0:
        reached('memory of', pid)
if text('/proc/%d/maps' % pid):
    reached('maps of', pid)
