// SPDX-License-Identifier: Apache-2.0

//go:build unix

package pgtest

import (
	"fmt"
	"os"
	"os/exec"
	"os/user"
	"strconv"
	"syscall"
)

const quit = syscall.SIGQUIT

// unprivileged lets a command run as another user if this process is root,
// because PostgreSQL refuses to run as root.
func unprivileged(command *exec.Cmd) {
	command.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	if uid, gid, needed := otherUser(); needed {
		command.SysProcAttr.Credential = &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}
	}
}

// giveAway makes paths the property of that user.
func giveAway(paths ...string) error {
	uid, gid, needed := otherUser()
	if !needed {
		return nil
	}
	for _, path := range paths {
		if err := os.Chown(path, uid, gid); err != nil {
			return fmt.Errorf("give %s away: %w", path, err)
		}
	}
	return nil
}

func otherUser() (uid, gid int, needed bool) {
	if os.Geteuid() != 0 {
		return 0, 0, false
	}
	for _, name := range []string{"postgres", "nobody"} {
		if found, err := user.Lookup(name); err == nil {
			uid, errUID := strconv.Atoi(found.Uid)
			gid, errGID := strconv.Atoi(found.Gid)
			if errUID == nil && errGID == nil {
				return uid, gid, true
			}
		}
	}
	return 65534, 65534, true
}
