package serve

import (
	"fmt"
	"syscall"
)

// remoteFileSystems are file systems that other computers can change without a report on this one. See statfs(2).
var remoteFileSystems = map[uint32]string{
	0x00006969: "NFS",
	0x0000517b: "SMB",
	0x00c36400: "Ceph",
	0x01021997: "9P", // also the drives of Windows in WSL
	0x5346414f: "AFS",
	0x65735546: "FUSE", // also virtiofs and sshfs
	0x786f4256: "VirtualBox",
	0xbacbacbc: "VMware",
	0xfe534d42: "SMB",
	0xff534d42: "SMB",
}

// remoteFileSystem returns the name of the file system of a folder if changes are not always reported, or "".
func remoteFileSystem(dir string) string {
	var s syscall.Statfs_t
	if syscall.Statfs(dir, &s) != nil {
		return ""
	}

	return remoteFileSystems[uint32(s.Type)]
}

// raise returns a hint to raise a limit of the kernel.
func raise(setting string, limit int) string {
	return fmt.Sprintf("raise the limit, and start signpost serve again: sudo sysctl %s=%d", setting, limit)
}
