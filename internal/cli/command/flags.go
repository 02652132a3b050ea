package command

import "github.com/spf13/cobra"

// HideFlags omits inherited flags from the help of a subcommand on which they have no effect. The subcommand still
// accepts them.
func HideFlags(c *cobra.Command, names ...string) {
	c.SetHelpFunc(func(c *cobra.Command, args []string) {
		for _, name := range names {
			if flag := c.Flag(name); flag != nil {
				flag.Hidden = true // the process prints no other help
			}
		}
		c.Parent().HelpFunc()(c, args)
	})
}
