# Functions that start and stop a temporary PostgreSQL server from the Debian package. Other scripts source this file.

has_postgres() { compgen -G '/usr/lib/postgresql/*/bin/initdb' > /dev/null; }

# PostgreSQL refuses to run as root.
as_postgres() {
    if [[ $EUID = 0 ]]; then
        (cd / && exec runuser -u postgres -- "$@")
    else
        "$@"
    fi
}

# start_postgres FOLDER PORT USER starts a server on the loopback address, with USER as its superuser. Create FOLDER
# with as_postgres first. The function sets $postgres to the folder of PostgreSQL's programs. The log is
# FOLDER/postgres.log.
start_postgres() {
    postgres=$(compgen -G '/usr/lib/postgresql/*/bin' | sort -V | tail -1)
    as_postgres "$postgres/initdb" -D "$1/data" -U "$3" -A trust -E UTF8 --locale=C > /dev/null
    as_postgres "$postgres/pg_ctl" start -s -w -D "$1/data" -l "$1/postgres.log" \
        -o "-p $2 -k $1 -c listen_addresses=127.0.0.1"
}

stop_postgres() { as_postgres "$postgres/pg_ctl" stop -s -m fast -D "$1/data"; }
