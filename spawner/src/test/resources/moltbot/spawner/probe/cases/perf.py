# tries: counts the machine's events
# contained: the kernel does not let it
# class: kernel
# seen: host?
attributes = struct.pack('IIQ', 1, 112, 0) + bytes(24) + struct.pack('Q', 0x61) + bytes(64)
if call('perf_event_open', attributes, 0, -1, -1, 0) >= 0 or call('perf_event_open', attributes, -1, 0, -1, 0) >= 0:
    reached('perf')
