/* SPDX-License-Identifier: MIT */
/*
 * stopwatch - runs a command once and adds a line to a file: label, wall and
 * processor time in milliseconds, the most memory it held in KiB, exit status.
 *
 *	stopwatch FILE LABEL COMMAND…
 *
 * What the command prints goes nowhere.
 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static double
milliseconds(const struct timeval *time)
{
	return (double)time->tv_sec * 1e3 + (double)time->tv_usec / 1e3;
}

int
main(int argc, char **argv)
{
	struct timespec start, end;
	struct rusage usage;
	int status, null;
	pid_t child;
	FILE *file;

	if (argc < 4)
		return 2;
	(void)clock_gettime(CLOCK_MONOTONIC, &start);
	child = vfork();
	if (child == 0) {
		null = open("/dev/null", O_WRONLY);
		(void)dup2(null, 1);
		(void)execvp(argv[3], argv + 3);
		_exit(127);
	}
	if (child < 0 || wait4(child, &status, 0, &usage) != child)
		return 1;
	(void)clock_gettime(CLOCK_MONOTONIC, &end);
	file = fopen(argv[1], "a");
	if (file == NULL)
		return 1;
	(void)fprintf(file, "%s %.3f %.3f %ld %d\n", argv[2],
	    (double)(end.tv_sec - start.tv_sec) * 1e3 +
	    (double)(end.tv_nsec - start.tv_nsec) / 1e6,
	    milliseconds(&usage.ru_utime) + milliseconds(&usage.ru_stime),
	    usage.ru_maxrss, WIFEXITED(status) ? WEXITSTATUS(status) : 128);
	return fclose(file) != 0;
}
