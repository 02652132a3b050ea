package brand

import (
	"fmt"
	"strconv"
	"strings"
)

// colour is an sRGB colour: red, green and blue.
type colour [3]uint8

var (
	black = colour{}
	white = colour{255, 255, 255}
)

// ParseColour returns a colour, written #rrggbb or #rgb with or without the number sign, as #rrggbb. It returns false
// for anything else.
func ParseColour(text string) (hex string, ok bool) {
	c, ok := parseColour(text)
	return c.String(), ok
}

func parseColour(text string) (colour, bool) {
	digits := strings.TrimPrefix(text, "#")
	if len(digits) == 3 {
		digits = string([]byte{digits[0], digits[0], digits[1], digits[1], digits[2], digits[2]})
	}

	n, err := strconv.ParseUint(digits, 16, 24)
	if err != nil || len(digits) != 6 {
		return colour{}, false
	}

	return colour{uint8(n >> 16), uint8(n >> 8), uint8(n)}, true
}

// String returns the colour as style sheets have it: #rrggbb.
func (c colour) String() string {
	return fmt.Sprintf("#%02x%02x%02x", c[0], c[1], c[2])
}

// mix returns a mixture of two colours, with a percentage of the other one.
func (c colour) mix(other colour, percent int) colour {
	for i := range c {
		c[i] = uint8((int(c[i])*(100-percent) + int(other[i])*percent + 50) / 100)
	}

	return c
}

// darken returns the colour with a percentage of black.
func (c colour) darken(percent int) colour {
	return c.mix(black, percent)
}

// lighten returns the colour between itself at 0 and white at 100. Halfway it is as bright as its hue can be, so that a
// dark blue becomes a bright one before it fades.
func (c colour) lighten(percent int) colour {
	bright := white
	if most := int(max(c[0], c[1], c[2])); most > 0 {
		for i := range c {
			bright[i] = uint8(int(c[i]) * 255 / most)
		}
	}

	const half = 50
	if percent <= half {
		return c.mix(bright, 2*percent)
	}

	return bright.mix(white, 2*(percent-half))
}
