package picture

import (
	"context"
	"image"
	"image/draw"
)

// one is 1.0 as a fixed-point number. Floating-point rounding differs between processors (arm64 fuses
// multiply and add), but a picture must result in the same bytes on each.
const one = 1 << 16

// rowBits is the number of fractional bits in intermediate rows.
const rowBits = 8

// kernel lists the weights of consecutive source pixels, from first, for one target pixel. They add up to one.
type kernel struct {
	first   int
	weights []int64
}

// resample scales a picture down with a Catmull-Rom filter. It returns ctx.Err() if ctx is cancelled.
func resample(ctx context.Context, img image.Image, width, height int) (*image.RGBA, error) {
	vertical := kernels(img.Bounds().Dy(), height)
	window := newRowWindow(img, width, longest(vertical))
	small := image.NewRGBA(image.Rect(0, 0, width, height))
	for y, k := range vertical {
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}

		rows := window.rows(k)
		for x := range width {
			pixel := small.Pix[small.PixOffset(x, y):][:4:4]
			blend(pixel, rows, x, k)
		}
	}

	return small, nil
}

// rowWindow contains the rows of a picture that one row of the target needs, scaled to the target width. All rows of a
// large picture would take more memory than the picture.
type rowWindow struct {
	img        image.Image
	horizontal []kernel

	source *image.RGBA // one row of the picture
	ring   [][]int32   // row y is at y modulo the length
	next   int         // the row to read next
	found  [][]int32
}

func newRowWindow(img image.Image, width, rows int) *rowWindow {
	return &rowWindow{
		img:        img,
		horizontal: kernels(img.Bounds().Dx(), width),
		source:     image.NewRGBA(image.Rect(0, 0, img.Bounds().Dx(), 1)),
		ring:       make([][]int32, rows),
	}
}

// rows returns the rows of a kernel. They are valid until the next call, whose kernel must not begin earlier.
func (w *rowWindow) rows(k kernel) [][]int32 {
	end := k.first + len(k.weights)
	for ; w.next < end; w.next++ {
		at := w.next % len(w.ring)
		w.ring[at] = w.read(w.ring[at][:0], w.next)
	}

	w.found = w.found[:0]
	for y := k.first; y < end; y++ {
		w.found = append(w.found, w.ring[y%len(w.ring)])
	}

	return w.found
}

// read appends a row of the picture, scaled to the target width.
func (w *rowWindow) read(row []int32, y int) []int32 {
	from := w.img.Bounds().Min
	draw.Draw(w.source, w.source.Rect, w.img, from.Add(image.Pt(0, y)), draw.Src)

	return appendRow(row, w.source.Pix, w.horizontal)
}

// longest returns the largest number of weights of a kernel.
func longest(kernels []kernel) int {
	n := 1
	for _, k := range kernels {
		n = max(n, len(k.weights))
	}

	return n
}

func appendRow(rows []int32, pixels []uint8, horizontal []kernel) []int32 {
	for _, k := range horizontal {
		var sum [4]int64
		for i, weight := range k.weights {
			pixel := pixels[(k.first+i)*4:][:4:4]
			for c := range sum {
				sum[c] += weight * int64(pixel[c])
			}
		}

		for c := range sum {
			rows = append(rows, int32(sum[c]>>(16-rowBits)))
		}
	}

	return rows
}

// blend computes one pixel from those at x in some rows. Colours are premultiplied, so that none may exceed the alpha
// value.
func blend(pixel []uint8, rows [][]int32, x int, k kernel) {
	var sum [4]int64
	for i, weight := range k.weights {
		for c, value := range rows[i][x*4:][:4:4] {
			sum[c] += weight * int64(value)
		}
	}

	const alpha = 3
	limit := int64(255)
	for c := alpha; c >= 0; c-- {
		rounded := (sum[c] + one<<(rowBits-1)) >> (16 + rowBits)
		value := max(0, min(rounded, limit))
		if c == alpha {
			limit = value
		}

		pixel[c] = uint8(value)
	}
}

// kernels returns a kernel for each of n target pixels. Positions are multiplied by 2*n to keep them whole:
// the centre of source pixel x is at (2x+1)*n.
func kernels(sourceLen, n int) []kernel {
	list := make([]kernel, n)
	for i := range list {
		centre := (2*i + 1) * sourceLen
		k := kernel{first: max(0, (centre/n-5*sourceLen/n)/2)}
		var sum int64

		for x := k.first; x < sourceLen && (2*x+1)*n < centre+4*sourceLen; x++ {
			distance := centre - (2*x+1)*n
			weight := catmullRom(int64(max(distance, -distance)) * one / int64(2*sourceLen))
			k.weights = append(k.weights, weight)
			sum += weight
		}

		list[i] = k.normalise(sum)
	}

	return list
}

// normalise scales the weights so that they add up to one. The middle weight absorbs rounding errors.
func (k kernel) normalise(sum int64) kernel {
	rest := int64(one)
	for i := range k.weights {
		k.weights[i] = k.weights[i] * one / sum
		rest -= k.weights[i]
	}

	k.weights[len(k.weights)/2] += rest

	return k
}

// catmullRom returns the weight of a pixel at distance t.
func catmullRom(t int64) int64 {
	switch {
	case t < one:
		return (3*t-5*one)*t/(2*one)*t/one + one
	case t < 2*one:
		return ((5*one-t)*t/(2*one)-4*one)*t/one + 2*one
	}

	return 0
}
