# tries: calls the kernel by the numbers of another processor, which no filter of the usual numbers knows
# contained: the process is ended, or there is no such call
# class: kernel
# seen: no, it would show nothing: what counts is the filter
import mmap
if not ARM:
    child = os.fork()
    if child == 0:
        code = mmap.mmap(-1, 4096, mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS, 7)
        code.write(b'\xb8\x14\x00\x00\x00\xcd\x80\xc3')  # getpid of i386
        at = ctypes.addressof(ctypes.c_char.from_buffer(code))
        os._exit(0 if ctypes.CFUNCTYPE(ctypes.c_int)(at)() == os.getpid() else 1)
    if os.waitpid(child, 0)[1] == 0:
        reached('the calls of i386')
    child = os.fork()
    if child == 0:
        os._exit(0 if libc.syscall(0x40000000 | 39) == os.getpid() else 1)
    if os.waitpid(child, 0)[1] == 0:
        reached('the calls of x32')
