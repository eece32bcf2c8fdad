# What every probe in Python begins with. Calls of the kernel go by number, so that no library stands between.
import ctypes, errno, os, signal, socket, stat, struct, sys, time

ARM = os.uname().machine == 'aarch64'
CALLS = {  # x86_64, arm64
    'ptrace': (101, 117), 'process_vm_readv': (310, 270), 'kcmp': (312, 272), 'pidfd_open': (434, 434),
    'pidfd_getfd': (438, 438), 'pidfd_send_signal': (424, 424), 'mount': (165, 40), 'umount2': (166, 39),
    'open_tree': (428, 428), 'move_mount': (429, 429), 'fsopen': (430, 430), 'mount_setattr': (442, 442),
    'pivot_root': (155, 41), 'chroot': (161, 51), 'unshare': (272, 97), 'setns': (308, 268), 'clone': (56, 220),
    'clone3': (435, 435), 'open_by_handle_at': (304, 265), 'name_to_handle_at': (303, 264), 'fanotify_init': (300, 262),
    'add_key': (248, 217), 'request_key': (249, 218), 'keyctl': (250, 219), 'bpf': (321, 280),
    'perf_event_open': (298, 241), 'userfaultfd': (323, 282), 'io_uring_setup': (425, 425), 'io_setup': (206, 0),
    'personality': (135, 92), 'kexec_load': (246, 104), 'init_module': (175, 105), 'delete_module': (176, 106),
    'reboot': (169, 142), 'swapon': (167, 224), 'acct': (163, 89), 'syslog': (103, 116), 'clock_settime': (227, 112),
    'adjtimex': (159, 171), 'settimeofday': (164, 170), 'sethostname': (170, 161), 'setdomainname': (171, 162),
    'shmget': (29, 194), 'shmat': (30, 196), 'msgget': (68, 186), 'msgrcv': (70, 188), 'semget': (64, 190),
    'mq_open': (240, 180), 'mq_timedreceive': (243, 183), 'memfd_create': (319, 279), 'memfd_secret': (447, 447),
    'iopl': (172, -1), 'vmsplice': (278, 75), 'mknodat': (259, 33), 'capset': (126, 91), 'quotactl': (179, 60),
    'ioprio_set': (251, 30), 'move_pages': (279, 239), 'lookup_dcookie': (212, 18), 'seccomp': (317, 277),
}
libc = ctypes.CDLL(None, use_errno=True)
libc.syscall.restype = ctypes.c_long


def call(name, *arguments):
    """The kernel's answer, or -errno."""
    number = CALLS[name][ARM]
    if number < 0:
        return -errno.ENOSYS
    ctypes.set_errno(0)
    wide = [ctypes.c_long(a) if isinstance(a, int) else a for a in arguments]
    answer = libc.syscall(ctypes.c_long(number), *wide)
    return -ctypes.get_errno() if answer == -1 else answer


def reached(*what):
    print('reached', *what, flush=True)


def text(path):
    """A file's beginning, or nothing."""
    try:
        with open(path, 'rb') as file:
            return file.read(1 << 20).decode('latin-1')
    except OSError:
        return ''


def env(name):
    return os.environ['PROBE_' + name]


def pids():
    return [int(p) for p in os.listdir('/proc') if p.isdigit()]


