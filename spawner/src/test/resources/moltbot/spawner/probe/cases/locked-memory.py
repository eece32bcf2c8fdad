# tries: locks 64 MB into memory, so that it cannot be taken back
# contained: the kernel does not let it
# class: bombs
# bomb: yes
# seen: root
import mmap
taken = mmap.mmap(-1, 64 << 20, mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS)
if libc.mlock(ctypes.c_void_p(ctypes.addressof(ctypes.c_char.from_buffer(taken))), ctypes.c_size_t(64 << 20)) == 0:
    reached('64 MB locked')
