package moltbot.spawner.filter;

import java.util.Locale;

/// What no task may ask of the kernel, with its number on x86_64 and on arm64 (`asm/unistd_64.h`,
/// `asm-generic/unistd.h`; −1 where it does not exist), and why: each is either a way to more kernel than a program
/// needs, or memory that no limit sees.
enum Syscall {
    // Keys of the kernel's ring are shared across sandboxes of one user.
    ADD_KEY(248, 217),
    REQUEST_KEY(249, 218),
    KEYCTL(250, 219),
    // Looking into other processes.
    PTRACE(101, 117),
    PROCESS_VM_READV(310, 270),
    PROCESS_VM_WRITEV(311, 271),
    PROCESS_MADVISE(440, 440),
    KCMP(312, 272),
    PIDFD_GETFD(438, 438),
    // Large and often broken parts of the kernel.
    BPF(321, 280),
    PERF_EVENT_OPEN(298, 241),
    USERFAULTFD(323, 282),
    IO_URING_SETUP(425, 425),
    IO_URING_ENTER(426, 426),
    IO_URING_REGISTER(427, 427),
    MODIFY_LDT(154, -1),
    PERSONALITY(135, 92),
    LOOKUP_DCOOKIE(212, 18),
    NFSSERVCTL(180, 42),
    USELIB(134, -1),
    SYSCTL(156, -1),
    SYSFS(139, -1),
    USTAT(136, -1),
    // Mounts and namespaces, which give capabilities inside and reach more of the kernel.
    MOUNT(165, 40),
    UMOUNT2(166, 39),
    MOVE_MOUNT(429, 429),
    OPEN_TREE(428, 428),
    FSOPEN(430, 430),
    FSCONFIG(431, 431),
    FSMOUNT(432, 432),
    FSPICK(433, 433),
    MOUNT_SETATTR(442, 442),
    OPEN_TREE_ATTR(467, 467),
    STATMOUNT(457, 457),
    LISTMOUNT(458, 458),
    PIVOT_ROOT(155, 41),
    CHROOT(161, 51),
    UNSHARE(272, 97),
    SETNS(308, 268),
    // Files by handle pass by the mounts.
    OPEN_BY_HANDLE_AT(304, 265),
    NAME_TO_HANDLE_AT(303, 264),
    FANOTIFY_INIT(300, 262),
    // The machine itself.
    KEXEC_LOAD(246, 104),
    KEXEC_FILE_LOAD(320, 294),
    INIT_MODULE(175, 105),
    FINIT_MODULE(313, 273),
    DELETE_MODULE(176, 106),
    REBOOT(169, 142),
    SWAPON(167, 224),
    SWAPOFF(168, 225),
    ACCT(163, 89),
    QUOTACTL(179, 60),
    QUOTACTL_FD(443, 443),
    SYSLOG(103, 116),
    IOPL(172, -1),
    IOPERM(173, -1),
    VHANGUP(153, 58),
    SETTIMEOFDAY(164, 170),
    CLOCK_SETTIME(227, 112),
    CLOCK_ADJTIME(305, 266),
    ADJTIMEX(159, 171),
    SETHOSTNAME(170, 161),
    SETDOMAINNAME(171, 162),
    MOVE_PAGES(279, 239),
    MIGRATE_PAGES(256, 238),
    MBIND(237, 235),
    GET_MEMPOLICY(239, 236),
    SET_MEMPOLICY(238, 237),
    SET_MEMPOLICY_HOME_NODE(450, 450),
    CREATE_MODULE(174, -1),
    GET_KERNEL_SYMS(177, -1),
    QUERY_MODULE(178, -1),
    // Memory that belongs to no process and no workspace, so that no limit would see it.
    SHMGET(29, 194),
    MSGGET(68, 186),
    SEMGET(64, 190),
    MQ_OPEN(240, 180),
    // A byte given to a pipe holds the whole large page it lies in, long after its process has given that back.
    VMSPLICE(278, 75),
    // There are so and so many requests for the whole machine, and one task could have them all.
    IO_SETUP(206, 0),
    MEMFD_CREATE(319, 279),
    MEMFD_SECRET(447, 447);

    private final int x64;
    private final int arm64;

    Syscall(int x64, int arm64) {
        this.x64 = x64;
        this.arm64 = arm64;
    }

    /// What libseccomp calls it.
    String word() {
        return this == SYSCTL ? "_sysctl" : name().toLowerCase(Locale.ROOT);
    }

    int number(Machine machine) {
        return switch (machine) {
            case X86_64 -> x64;
            case ARM_64 -> arm64;
        };
    }

    /// A kind of processor, with the numbers the filter needs besides.
    enum Machine {
        /// `AUDIT_ARCH_X86_64`
        X86_64(0xC000003E, 56, 16, 9, new Sockets(41, 53, 54)),
        /// `AUDIT_ARCH_AARCH64`
        ARM_64(0xC00000B7, 220, 29, 222, new Sockets(198, 199, 208));

        final int audit;
        final int clone;
        final int clone3 = 435;
        final int socket;
        final int socketpair;
        final int ioctl;
        final int mmap;
        final int setsockopt;

        Machine(int audit, int clone, int ioctl, int mmap, Sockets sockets) {
            this.audit = audit;
            this.clone = clone;
            this.ioctl = ioctl;
            this.mmap = mmap;
            this.socket = sockets.one();
            this.socketpair = sockets.pair();
            this.setsockopt = sockets.option();
        }

        /// The numbers of `socket`, `socketpair` and `setsockopt`.
        private record Sockets(int one, int pair, int option) {}
    }
}
