# tries: reads the environment of every process it can see, its own from before it began, and what the kernel gave it
# contained: nothing there was planted, and nothing tells of this house
# class: environment
# seen: host
for pid in pids():
    for pair in text('/proc/%d/environ' % pid).split('\0'):
        name = pair.split('=')[0]
        if name.startswith('MOLTBOT') or name in ('JAVA_HOME', 'MAVEN_OPTS', 'SSH_AUTH_SOCK', 'DBUS_SESSION_BUS_ADDRESS'):
            reached('variable', name, 'of', pid)
