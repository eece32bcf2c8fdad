# tries: reads the kernel's log and where its parts lie in memory
# contained: neither can be read
# class: kernel
# seen: root
buffer = ctypes.create_string_buffer(1 << 16)
if call('syslog', 3, buffer, 1 << 16) > 0:
    reached('the log')
if any(int(line.split()[0], 16) for line in text('/proc/kallsyms').splitlines()[:50]):
    reached('addresses of the kernel')
for path in ('/dev/kmsg', '/proc/kmsg', '/proc/kcore'):
    try:
        os.close(os.open(path, os.O_RDONLY | os.O_NONBLOCK))
        if not stat.S_ISCHR(os.stat(path).st_mode) or path == '/dev/kmsg':
            reached(path)
    except OSError:
        pass
