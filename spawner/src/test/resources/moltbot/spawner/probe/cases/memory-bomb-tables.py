# tries: has the kernel keep 512 MB of tables for memory that it only reads and so does not have
# contained: it does not get it, or is ended
# class: bombs
# bomb: yes
# ends: any
# seen: host
libc.mmap.restype = ctypes.c_void_p
at = libc.mmap(None, ctypes.c_size_t(256 << 30), 1, 0x4022, -1, ctypes.c_long(0))
if at != ctypes.c_void_p(-1).value:
    read = ctypes.c_ubyte.from_address
    for place in range(at, at + (256 << 30), 2 << 20):
        read(place).value
    time.sleep(0.5)
    size = [int(line.split()[1]) for line in text('/proc/self/status').splitlines() if line.startswith('VmPTE:')]
    if not size or size[0] > 400 << 10:
        reached('tables of', size, 'KB')
