# tries: has the kernel keep 400 MB of records of mappings that hold nothing
# contained: it does not get it, or is ended within ten seconds
# class: bombs
# bomb: yes
# ends: any
# limits: seconds=30
# seen: host
libc.mmap.restype = ctypes.c_void_p
libc.mprotect.argtypes = [ctypes.c_void_p, ctypes.c_size_t, ctypes.c_int]
told, tell = os.pipe()
for i in range(30):
    if os.fork() == 0:
        os.closerange(0, 3)
        at = libc.mmap(None, ctypes.c_size_t(65000 * 4096), 0, 0x4022, -1, ctypes.c_long(0))
        made = 0
        for page in range(at, at + 65000 * 4096, 8192):
            if libc.mprotect(page, 4096, 1) != 0:
                break
            made += 2
        os.write(tell, struct.pack('q', made))
        time.sleep(60)
made = 0
for i in range(30):
    made += struct.unpack('q', os.read(told, 8))[0]
time.sleep(8)
if made * 200 > 300 << 20:
    reached(made * 200 >> 20, 'MB of records')
