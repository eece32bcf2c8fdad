# tries: opens for writing what the kernel runs as root: the handler of cores, module loaders, formats, release agents
# contained: none may be written
# class: core-pattern
# seen: root
for path in ('/proc/sys/kernel/core_pattern', '/proc/sys/kernel/modprobe', '/proc/sys/fs/binfmt_misc/register',
        '/sys/kernel/uevent_helper', '/proc/sysrq-trigger', '/proc/sys/kernel/core_pipe_limit'):
    try:
        os.close(os.open(path, os.O_WRONLY))
        reached('writable', path)
    except OSError:
        pass
