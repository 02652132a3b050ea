package card

// Content is the data that a card reveals without a PIN.
type Content struct {
	PIV    *PIV    `json:"piv,omitempty"`
	PKCS15 *PKCS15 `json:"pkcs15,omitempty"`
	CAC    *CAC    `json:"cac,omitempty"`
	Whole  bool    `json:"whole,omitempty"` // the card was read completely
}

// Read reads everything that a card reveals without a PIN. After each step it calls progress with the content so
// far, because the next step can block for ever. It stops if progress returns an error. If it returns an error, the
// card was not read completely, and the content is partial.
func Read(transmit Transmit, progress func(*Content) error) (*Content, error) {
	c := &session{transmit: transmit}
	content := new(Content)
	step := func() error { return progress(content) }
	if err := c.readPIV(content, step); err != nil {
		return content, err
	}

	if content.PIV.hasCertificates() { // the others would be the same ones, and each command takes time
		content.Whole = true
		return content, nil
	}

	if err := c.readPKCS15(content, step); err != nil {
		return content, err
	}

	if content.PIV == nil && content.PKCS15 == nil {
		err := c.cac(func(found *CAC) error {
			content.CAC = found
			return step()
		})
		if err != nil {
			return content, err
		}
	}

	content.Whole = true

	return content, nil
}

func (c *session) readPIV(content *Content, progress func() error) error {
	found, err := c.selectPIV()
	if !found || err != nil {
		return err
	}

	content.PIV = &PIV{Certificates: []Certificate{}}
	err = c.piv(content.PIV, progress)
	if content.PIV.acceptsEverything() {
		content.PIV = nil
	}

	return err
}

func (c *session) readPKCS15(content *Content, progress func() error) error {
	f, found, err := c.selectPKCS15()
	if !found || err != nil {
		return err
	}

	content.PKCS15 = &PKCS15{Certificates: []Certificate{}}
	listed, err := content.PKCS15.read(f, progress)
	if !listed {
		content.PKCS15 = nil
	}

	return err
}

// Certificates returns every certificate on the card, those for signing in first.
func (c *Content) Certificates() []Certificate {
	if c == nil {
		return nil
	}

	var list []Certificate
	if c.PIV != nil {
		list = append(list, c.PIV.Certificates...)
	}

	if c.PKCS15 != nil {
		list = append(list, c.PKCS15.Certificates...)
	}

	if c.CAC != nil {
		list = append(list, c.CAC.Certificates...)
	}

	return list
}
