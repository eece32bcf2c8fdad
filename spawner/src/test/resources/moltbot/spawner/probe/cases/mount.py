# tries: mounts, unmounts and remounts, by the old calls and the new
# contained: the kernel does not let it
# class: mount
# seen: weak
here = os.getcwd().encode()
os.makedirs('mounted', exist_ok=True)
for name, arguments in (('mount', (b'tmpfs', here + b'/mounted', b'tmpfs', 0, 0)), ('mount', (b'/', here + b'/mounted', 0, 4096, 0)),
        ('mount', (0, b'/', 0, 32 | 4096, 0)), ('umount2', (b'/proc', 2)), ('umount2', (here, 2)), ('fsopen', (b'tmpfs', 0)),
        ('fsopen', (b'proc', 0)), ('open_tree', (-100, b'/', 1)), ('pivot_root', (b'.', b'.')), ('chroot', (b'/',))):
    if call(name, *arguments) >= 0:
        reached(name, *arguments)
