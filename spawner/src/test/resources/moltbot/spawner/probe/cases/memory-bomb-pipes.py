# tries: keeps 400 MB of memory in pipes after having given it back, one byte of each large page
# contained: it does not get it, or is ended
# class: bombs
# bomb: yes
# ends: any
# seen: host?
libc.mmap.restype = ctypes.c_void_p
libc.munmap.argtypes = [ctypes.c_void_p, ctypes.c_size_t]
libc.madvise.argtypes = [ctypes.c_void_p, ctypes.c_size_t, ctypes.c_int]
size, large, held, kept = 32 << 20, 2 << 20, [], 0
for i in range(14):
    at = libc.mmap(None, ctypes.c_size_t(size + large), 3, 0x22, -1, ctypes.c_long(0))
    if at == ctypes.c_void_p(-1).value:
        break
    first = (at + large - 1) // large * large
    libc.madvise(first, size, 14)
    pipe = os.pipe()
    os.set_blocking(pipe[1], False)
    for page in range(first, first + size, large):
        ctypes.memset(page, 1, 1)
        if call('vmsplice', pipe[1], struct.pack('PN', page, 1), 1, 2) == 1:
            kept += large
    libc.munmap(at, size + large)
    held.append(pipe)
time.sleep(0.5)
if kept > 400 << 20:
    reached(kept >> 20, 'MB in pipes')
