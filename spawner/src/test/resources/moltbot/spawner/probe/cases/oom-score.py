# tries: makes itself the last to be ended when memory is short, and others the first
# contained: it may not lower its own score below that of what started it, and sees nobody else's
# class: oom
# seen: root
try:
    with open('/proc/self/oom_score_adj', 'w') as file:
        file.write('-500')
    reached('a score below all others')
except OSError:
    pass
try:
    os.close(os.open('/proc/%s/oom_score_adj' % env('PID'), os.O_WRONLY))
    reached('the score of another')
except OSError:
    pass
