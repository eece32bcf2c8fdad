# tries: opens files by handle, which passes by all mounts: the root of the file system that its own folder is on
# contained: the kernel does not let it
# class: files
# seen: root
class Handle(ctypes.Structure):
    _fields_ = [('bytes', ctypes.c_uint), ('kind', ctypes.c_int), ('handle', ctypes.c_ubyte * 128)]

for path in ('/', '/usr', os.getcwd(), '/tmp', '/etc/hosts'):
    handle, mount = Handle(128), ctypes.c_int()
    if call('name_to_handle_at', -100, path.encode(), ctypes.byref(handle), ctypes.byref(mount), 0) < 0:
        continue
    at = os.open(path, os.O_RDONLY)
    opened = call('open_by_handle_at', at, ctypes.byref(handle), os.O_RDONLY)
    if opened >= 0:
        reached('a file by its handle', path)
    handle.kind, handle.bytes = 1, 8
    struct.pack_into('II', handle.handle, 0, 2, 0)
    if call('open_by_handle_at', at, ctypes.byref(handle), os.O_RDONLY) >= 0:
        reached('the root of the file system of', path)
