# tries: makes a ring of io_uring
# contained: the kernel does not let it
# class: kernel
# seen: host?
if call('io_uring_setup', 1, ctypes.create_string_buffer(120)) >= 0:
    reached('io_uring')
