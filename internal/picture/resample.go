package picture

import (
	"image"
	"image/draw"
)

// one is 1 in what scaling reckons with: whole numbers. Processors differ in how they round others (arm64 multiplies and adds in one step),
// and a picture is to give the same bytes on each.
const one = 1 << 16

// share says what each dot of a row of dots, or of a column, gives to one dot of a smaller row. Together they are one.
type share struct {
	first int
	parts []int64
}

// narrow is a picture scaled down, by the cubic of Catmull and Rom.
func narrow(img image.Image, width, height int) *image.RGBA {
	from := img.Bounds()
	across, down := shares(from.Dx(), width), shares(from.Dy(), height)
	row := image.NewRGBA(image.Rect(0, 0, from.Dx(), 1))
	rows := make([]int32, 0, from.Dy()*width*4) // as narrow as they are to be, and as many as they were
	for y := range from.Dy() {
		draw.Draw(row, row.Rect, img, image.Pt(from.Min.X, from.Min.Y+y), draw.Src)
		rows = appendRow(rows, row.Pix, across)
	}
	small := image.NewRGBA(image.Rect(0, 0, width, height))
	for y, s := range down {
		for x := range width {
			blend(small.Pix[small.PixOffset(x, y):][:4:4], rows[(s.first*width+x)*4:], width*4, s)
		}
	}
	return small
}

// fine is how much finer than the bytes of a dot those are that rows are kept in.
const fine = 8

func appendRow(rows []int32, dots []uint8, across []share) []int32 {
	for _, s := range across {
		var sum [4]int64
		for i, part := range s.parts {
			dot := dots[(s.first+i)*4:][:4:4]
			for c := range sum {
				sum[c] += part * int64(dot[c])
			}
		}
		for c := range sum {
			rows = append(rows, int32(sum[c]>>(16-fine)))
		}
	}
	return rows
}

// blend makes one dot of those below one another. No colour of a dot exceeds its opacity.
func blend(dot []uint8, column []int32, step int, s share) {
	var sum [4]int64
	for i, part := range s.parts {
		for c, value := range column[i*step:][:4:4] {
			sum[c] += part * int64(value)
		}
	}
	most := int64(255)
	for c := 3; c >= 0; c-- {
		value := (sum[c] + one<<(fine-1)) >> (16 + fine)
		value = max(0, min(value, most))
		if c == 3 {
			most = value
		}
		dot[c] = uint8(value)
	}
}

// shares lists what the dots of a row give to each of a smaller one.
func shares(from, to int) []share {
	list := make([]share, to)
	for i := range list {
		middle := (2*i + 1) * from // that of dot x stands at (2x+1)*to
		s := share{first: max(0, (middle/to-5*from/to)/2)}
		var sum int64
		for x := s.first; x < from && (2*x+1)*to < middle+4*from; x++ {
			part := cubic(int64(max(middle-(2*x+1)*to, (2*x+1)*to-middle)) * one / int64(2*from))
			s.parts = append(s.parts, part)
			sum += part
		}
		list[i] = s.normal(sum)
	}
	return list
}

// normal makes the parts together one: what rounding leaves goes to the one in the middle.
func (s share) normal(sum int64) share {
	rest := int64(one)
	for i := range s.parts {
		s.parts[i] = s.parts[i] * one / sum
		rest -= s.parts[i]
	}
	s.parts[len(s.parts)/2] += rest
	return s
}

// cubic is the weight of what is so far away.
func cubic(t int64) int64 {
	switch {
	case t < one:
		return (3*t-5*one)*t/(2*one)*t/one + one
	case t < 2*one:
		return ((5*one-t)*t/(2*one)-4*one)*t/one + 2*one
	}
	return 0
}
