# SPDX-License-Identifier: MIT
# servers - a shared repository behind sshd and behind nginx with
# git-http-backend, both on 127.0.0.1 and on free ports, with keys and passwords
# of their own. Sourced after lib.sh.
#
#	serve "$world/chung.git"
#	ssh_url lan			the repository, as lan by SSH
#	http_url lan			the same by HTTP with lan's password
#
# The servers' clock is in $world/now; `on` of lib.sh sets it too.

server_pids=
stop_servers() {
	for pid in $server_pids; do
		kill "$pid" 2>/dev/null
		wait "$pid" 2>/dev/null
	done
	server_pids=
}
trap 'stop_servers; finish' EXIT

# does somebody listen on that port? (git brings perl)
listens() {
	perl -MIO::Socket::INET -e 'exit !IO::Socket::INET->new(
		PeerAddr => "127.0.0.1", PeerPort => shift, Timeout => 2)' "$1"
}
# A port that nobody listens on, as $port.
port=$((20000 + $$ % 20000))
free_port() {
	port=$((port + 1))
	while listens $port; do port=$((port + 1)); done
}
# listening PORT PID: waits until it does, or has ended
listening() {
	tries=0
	while [ $tries -lt 100 ] && kill -0 "$2" 2>/dev/null; do
		! listens "$1" || return 0
		sleep 0.1
		tries=$((tries + 1))
	done
	return 1
}

on() {
	GIT_COMMITTER_DATE=$1T09:00:00+07:00
	GIT_AUTHOR_DATE=$GIT_COMMITTER_DATE
	export GIT_COMMITTER_DATE GIT_AUTHOR_DATE
	echo "$GIT_COMMITTER_DATE" >"$world/now"
}

# What either server runs, with an environment of its own.
write_programs() {
	mkdir -p "$world/server/home"
	cat >"$world/server/environment" <<-END
		export HOME='$world/server/home' GIT_CONFIG_NOSYSTEM=1
		export GIT_COMMITTER_DATE="\$(cat '$world/now')" TZ=UTC
	END
	cat >"$world/server/by-ssh" <<-END
		#!/bin/sh
		. '$world/server/environment'
		export QMS_PUSHER="\$1"
		exec git-shell -c "\$SSH_ORIGINAL_COMMAND"
	END
	cat >"$world/server/by-http" <<-END
		#!/bin/sh
		. '$world/server/environment'
		exec "$(git --exec-path)/git-http-backend"
	END
	chmod 755 "$world/server/by-ssh" "$world/server/by-http"
}

start_sshd() {
	ssh-keygen -q -t ed25519 -N '' -C '' -f "$world/server/host"
	: >"$world/server/authorized"
	for who in lan hung minh thu; do
		ssh-keygen -q -t ed25519 -N '' -C '' -f "$world/server/$who"
		printf 'restrict,command="%s %s" %s\n' "$world/server/by-ssh" \
			$who "$(cat "$world/server/$who.pub")" \
			>>"$world/server/authorized"
	done
	cat >"$world/server/sshd_config" <<-END
		ListenAddress 127.0.0.1
		HostKey $world/server/host
		AuthorizedKeysFile $world/server/authorized
		PidFile none
		UsePAM no
		StrictModes no
		PasswordAuthentication no
		KbdInteractiveAuthentication no
		PermitRootLogin prohibit-password
	END
	# where it gives up its rights
	[ "$(id -u)" -ne 0 ] || mkdir -p /run/sshd
	free_port
	ssh_port=$port
	/usr/sbin/sshd -D -e -p $ssh_port -f "$world/server/sshd_config" \
		2>"$world/server/sshd.log" &
	server_pids="$server_pids $!"
	listening $ssh_port $! || {
		cat "$world/server/sshd.log"
		return 1
	}
	echo "[127.0.0.1]:$ssh_port $(cut -d' ' -f1,2 "$world/server/host.pub")" \
		>"$world/server/known"
}

start_nginx() {
	for who in lan hung minh thu; do
		echo "$who:{PLAIN}mat-khau-$who"
	done >"$world/server/passwords"
	mkdir -p "$world/server/tmp"
	free_port
	http_port=$port
	cat >"$world/server/nginx.conf" <<-END
		daemon off;
		master_process off;
		pid $world/server/nginx.pid;
		error_log stderr;
		events { }
		http {
			access_log off;
			client_body_temp_path $world/server/tmp;
			fastcgi_temp_path $world/server/tmp;
			proxy_temp_path $world/server/tmp;
			uwsgi_temp_path $world/server/tmp;
			scgi_temp_path $world/server/tmp;
			server {
				listen 127.0.0.1:$http_port;
				location / {
					auth_basic qms;
					auth_basic_user_file $world/server/passwords;
					client_max_body_size 0;
					include /etc/nginx/fastcgi_params;
					fastcgi_param SCRIPT_FILENAME $world/server/by-http;
					fastcgi_param GIT_PROJECT_ROOT $world;
					fastcgi_param GIT_HTTP_EXPORT_ALL "";
					fastcgi_param PATH_INFO \$uri;
					fastcgi_param REMOTE_USER \$remote_user;
					fastcgi_pass unix:$world/server/fcgi;
				}
			}
		}
	END
	fcgiwrap -s "unix:$world/server/fcgi" -c 1 \
		2>"$world/server/fcgi.log" &
	server_pids="$server_pids $!"
	/usr/sbin/nginx -p "$world/server" -c "$world/server/nginx.conf" \
		2>"$world/server/nginx.log" &
	server_pids="$server_pids $!"
	listening $http_port $! || {
		cat "$world/server/nginx.log"
		return 1
	}
}

# serve REPOSITORY: below $world; both servers are up afterwards
serve() {
	served=$1
	write_programs
	start_sshd || complain "sshd does not start"
	start_nginx || complain "nginx does not start"
	GIT_TERMINAL_PROMPT=0
	export GIT_TERMINAL_PROMPT
}

url_of() { echo "$1" | sed 's/ /%20/g'; }
ssh_url() {
	# the key says who; git has no other place for it in a URL
	GIT_SSH_COMMAND="ssh -F /dev/null -i $world/server/$1 -o IdentitiesOnly=yes -o BatchMode=yes -o UserKnownHostsFile=$world/server/known -o StrictHostKeyChecking=yes"
	export GIT_SSH_COMMAND
	url="ssh://$(id -un)@127.0.0.1:$ssh_port$(url_of "$served")"
}
http_url() {
	url="http://$1:mat-khau-$1@127.0.0.1:$http_port$(url_of \
		"${served#"$world"}")"
}
