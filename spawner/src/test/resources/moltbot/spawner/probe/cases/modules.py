# tries: loads and removes parts of the kernel, or another one, with arguments that are wrong in any case
# contained: it is refused for want of permission, before anybody looks at the arguments
# class: kernel
# seen: root
for name, arguments in (('init_module', (0, 0, b'')), ('delete_module', (b'no-such-module', 0)), ('kexec_load', (0, 17, 0, 0)),
        ('swapon', (b'/no-such-file', 0)), ('acct', (b'/no-such-file',)), ('reboot', (1, 2, 3, 0)), ('iopl', (3,))):
    if call(name, *arguments) not in (-errno.EPERM, -errno.EACCES, -errno.ENOSYS):
        reached(name)
