# tries: makes a map of the kernel's bytecode machine
# contained: the kernel does not let it
# class: kernel
# seen: root
if call('bpf', 0, struct.pack('4I', 2, 4, 8, 1) + bytes(112), 128) >= 0:
    reached('bpf')
