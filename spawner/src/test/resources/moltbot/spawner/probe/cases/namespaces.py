# tries: makes namespaces, by unshare, clone and clone3, which give privileges inside
# contained: the kernel does not let it
# class: namespaces
# seen: host
for name, flag in (('mount', 0x20000), ('cgroup', 0x2000000), ('uts', 0x4000000), ('ipc', 0x8000000), ('user', 0x10000000),
        ('pid', 0x20000000), ('net', 0x40000000), ('time', 0x80)):
    child = os.fork()
    if child == 0:
        os._exit(0 if call('unshare', 0x10000000 | flag) == 0 else 1)
    if os.waitpid(child, 0)[1] == 0:
        reached('a namespace by unshare:', name)
made = call('clone', 0x10000000 | signal.SIGCHLD, 0, 0, 0, 0)
if made == 0:
    os._exit(0)
if made > 0:
    reached('a namespace by clone')
made = call('clone3', struct.pack('8Q', 0x10000000, 0, 0, 0, signal.SIGCHLD, 0, 0, 0), 64)
if made == 0:
    os._exit(0)
if made > 0:
    reached('a namespace by clone3')
