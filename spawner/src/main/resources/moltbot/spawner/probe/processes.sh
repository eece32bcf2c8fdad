# tries: reads the name of every process it can see
# contained: none but what belongs to the sandbox itself
# class: processes
# kind: machine
# seen: host
for folder in /proc/[0-9]*; do
    read -r comm < $folder/comm 2>/dev/null || continue
    case $comm in
        sh | dash | bash | busybox | bwrap | timeout | env | sleep | canary | tini | docker-init) ;;
        *) reached "process $comm" ;;
    esac
done
