# tries: takes up all of the machine's asynchronous input and output, of which there is only so much for everybody
# contained: the kernel does not let it
# class: kernel
# seen: host
context = ctypes.c_ulong()
if call('io_setup', 1024, ctypes.byref(context)) == 0:
    reached('asynchronous input and output of the machine')
