package webapi

import (
	"bytes"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/fetchsim/fetchsim/internal/network"
	"github.com/fetchsim/fetchsim/internal/script"
	"github.com/fetchsim/fetchsim/internal/script/engine"
	"github.com/fetchsim/fetchsim/internal/trace"
)

// requests are the open requests of a process.
type requests struct {
	w      *Web
	number int
	open   map[int]*request
	settle engine.Value // js/fetch.js: takes what became of a request; owned by Web.held
}

// request is one from its start to the last byte of its answer.
type request struct {
	all     *requests
	id      int
	url     string
	bytes   int64 // sent
	answer  network.Answer
	op      *script.Op
	arrives time.Duration // uptime at which the last byte is there, once the head is
}

func newRequests(w *Web) *requests { return &requests{w: w, open: map[int]*request{}} }

// next numbers a request: through the run if the environment says so, else through the process.
func (r *requests) next() int {
	n := &r.number
	if r.w.env.Requests != nil {
		n = r.w.env.Requests
	}
	*n++
	return *n
}

func (w *Web) hostFetch(h engine.Value) {
	w.fn(h, "request", 3, w.requests.begin)
	w.fn(h, "abort", 1, w.requests.abort)
	w.fn(h, "receive", 1, w.requests.receive)
	w.fn(h, "resolve", 1, w.resolve)
	w.fn(h, "readPlaceholder", 0, func(*engine.Call) engine.Value {
		w.rt.ReadPlaceholder()
		return engine.Undefined()
	})
	w.fn(h, "fieldName", 1, func(c *engine.Call) engine.Value {
		name := w.wtf8(c.Arg(0))
		if !network.FieldName(name) {
			return engine.Undefined()
		}
		return w.vm.String(strings.ToLower(name))
	})
	w.fn(h, "fieldValue", 1, func(c *engine.Call) engine.Value {
		value := strings.Trim(w.wtf8(c.Arg(0)), "\t\n\r ")
		if strings.ContainsAny(value, "\x00\r\n") {
			return engine.Undefined()
		}
		return w.vm.String(value)
	})
	w.hostText(h)
	w.hostAfter(h)
	w.hostMissingUse(h)
	w.vm.Give(h, "networkError", w.vm.String(w.env.Family.networkError()))
	w.vm.Give(h, "reactNative", engine.Bool(w.env.Family == ReactNative))
}

// begin starts request(method, url, body) and returns its number.
func (r *requests) begin(c *engine.Call) engine.Value {
	vm := r.w.vm
	q := &request{all: r, id: r.next(), url: vm.Text(c.Arg(1)), bytes: r.size(c.Arg(2))}
	method := vm.Text(c.Arg(0))
	url, _, _ := strings.Cut(q.url, "#")
	q.answer = r.w.env.Network.Answer(network.Request{Method: method, URL: url, Bytes: q.bytes})
	host := r.w.rt.Host()
	q.op = r.w.rt.Later("fetch", url, q.answer.Wait, q.head)
	host.Emit(&trace.NetStart{App: host.Where(), ID: q.id, Method: method, URL: url, Pos: q.op.Pos(), BytesOut: q.bytes})
	r.w.moved(0, q.bytes)
	r.open[q.id] = q
	return engine.Int(int64(q.id))
}

func (w *Web) moved(in, out int64) {
	if w.env.Moved != nil && in+out > 0 {
		w.env.Moved(in, out)
	}
}

// size is the length of a body, in bytes.
func (r *requests) size(body engine.Value) int64 {
	if body.IsString() {
		return int64(len(r.w.wtf8(body)))
	}
	b, _ := r.w.vm.Bytes(body)
	return int64(len(b))
}

// head is the turn in which the answer's first byte, or the error, has come.
func (q *request) head(time.Duration) {
	r, vm := q.all, q.all.w.vm
	if q.answer.Error != "" {
		q.end(q.answer.Error, 0)
		reason := vm.String(q.answer.Error)
		r.call(engine.Int(int64(q.id)), reason)
		vm.Free(reason)
		return
	}
	data := engine.Undefined()
	if q.answer.Receive == 0 {
		q.end("", int64(len(q.answer.Body)))
		data = q.data()
	} else {
		q.arrives = r.w.rt.Host().Uptime() + q.answer.Receive
		q.op = r.w.rt.Later("fetch", q.url, q.answer.Receive, q.body)
	}
	phase := vm.String("head")
	header := vm.String(headerText(q.answer.Header))
	r.call(engine.Int(int64(q.id)), phase, engine.Int(int64(q.answer.Status)), header, data,
		engine.Bool(q.answer.From == network.FromPlaceholder))
	vm.Free(phase)
	vm.Free(header)
	vm.Free(data)
}

// body is the turn in which the last byte has come.
func (q *request) body(time.Duration) {
	vm := q.all.w.vm
	q.end("", int64(len(q.answer.Body)))
	phase, data := vm.String("body"), q.data()
	u := engine.Undefined()
	q.all.call(engine.Int(int64(q.id)), phase, u, u, data)
	vm.Free(phase)
	vm.Free(data)
}

// call tells js/fetch.js what became of a request.
func (r *requests) call(args ...engine.Value) {
	v, _ := r.w.rt.Call("request", r.settle, engine.Undefined(), args...)
	r.w.vm.Free(v)
}

// data is the body as JavaScript holds it: a string where it is text, else bytes.
func (q *request) data() engine.Value {
	body := q.answer.Body
	if utf8.Valid(body) && !bytes.HasPrefix(body, []byte("\uFEFF")) {
		return q.all.w.vm.String(string(body))
	}
	return q.all.w.vm.NewBytes(body)
}

// headerText joins header fields with NULs.
func headerText(fields []network.Field) string {
	var b strings.Builder
	for _, f := range fields {
		b.WriteString(f.Name)
		b.WriteByte(0)
		b.WriteString(f.Value)
		b.WriteByte(0)
	}
	return b.String()
}

// end writes that a request is over.
func (q *request) end(failure string, received int64) {
	w := q.all.w
	delete(q.all.open, q.id)
	host := w.rt.Host()
	e := &trace.NetEnd{
		App: host.Where(), ID: q.id, Error: failure, From: q.answer.From, NearMiss: q.answer.NearMiss,
		WaitUs: q.answer.Wait.Microseconds(), ReceiveUs: q.answer.Receive.Microseconds(), BytesIn: received,
	}
	if failure == "" {
		e.Status = q.answer.Status
	}
	w.moved(received, 0)
	host.Emit(e)
}

// abort takes request abort(id) back.
func (r *requests) abort(c *engine.Call) engine.Value {
	q := r.open[int(c.Arg(0).Number())]
	if q == nil {
		return engine.Undefined()
	}
	q.op.Cancel()
	q.end("aborted", 0)
	return engine.Undefined()
}

// receive says that a promise that is being made waits for the body of receive(id): its operation is begun anew, so that
// a report finds what the promise waits for and where.
func (r *requests) receive(c *engine.Call) engine.Value {
	q := r.open[int(c.Arg(0).Number())]
	if q == nil || q.arrives == 0 {
		return engine.Undefined()
	}
	q.op.Cancel()
	q.op = r.w.rt.Later("fetch", q.url, max(0, q.arrives-r.w.rt.Host().Uptime()), q.body)
	return engine.Undefined()
}

// resolve is resolve(url): the absolute URL of a request.
func (w *Web) resolve(c *engine.Call) engine.Value {
	text := w.vm.Text(c.Arg(0))
	base := ""
	if w.env.Family == WebView {
		base = w.env.BaseURL
	}
	u, ok := parseURL(text, base)
	switch {
	case !ok:
		return c.ThrowError("TypeError", "URL is not valid: "+shorten(text, maxShownKey))
	case u.username != "" || u.password != "":
		return c.ThrowError("TypeError", "URL is not valid or contains user credentials.")
	case u.scheme != "http" && u.scheme != "https":
		w.rt.Missing("requests to " + u.scheme + ":")
		return c.ThrowError("TypeError", w.env.Family.networkError())
	}
	return w.vm.String(u.href())
}
