package engine

import (
	"errors"
	"slices"
	"sync"
	"unsafe"

	"modernc.org/libc"
	lib "modernc.org/libquickjs"
)

// Machines keeps the engine's memory of closed VMs for new ones: making the engine's own objects anew, some thousand of
// them, takes ten times as long as copying them. A VM made from it is as any other: its memory is put back, byte by byte, to
// what it was before it ran anything of its own, after Options.Units were read and Options.Preludes run. The zero value is ready; goroutines may share it.
type Machines struct {
	mu    sync.Mutex
	spare []*machine
}

// maxSpare is how many machines are kept: as many as runs go on at a time on the larger computers.
const maxSpare = 16

// take is a machine that has read those units and run those preludes, and nothing else.
func (m *Machines) take(units []Bytecode, preludes []Prelude) (*machine, error) {
	if spare := m.pop(units, preludes); spare != nil {
		return spare, nil
	}
	return newMachine(units, preludes)
}

// pop is a kept machine that has read and run just those; nil if there is none.
func (m *Machines) pop(units []Bytecode, preludes []Prelude) *machine {
	if m == nil {
		return nil
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	for i := len(m.spare) - 1; i >= 0; i-- {
		spare := m.spare[i]
		if slices.EqualFunc(spare.units, units, Bytecode.is) && slices.EqualFunc(spare.preludes, preludes, Prelude.is) {
			m.spare = slices.Delete(m.spare, i, i+1)
			return spare
		}
	}
	return nil
}

// give takes back a machine that no VM uses any more.
func (m *Machines) give(used *machine) {
	if m == nil {
		used.close()
		return
	}
	used.memory.restore(used.tls)
	if !m.push(used) {
		used.close()
	}
}

func (m *Machines) push(used *machine) (ok bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if ok = len(m.spare) < maxSpare; ok {
		m.spare = append(m.spare, used)
	}
	return ok
}

// Kept is how many VMs' memory is kept.
func (m *Machines) Kept() int {
	m.mu.Lock()
	defer m.mu.Unlock()
	return len(m.spare)
}

// Close gives the memory back that is kept. VMs that are made later start from nothing again.
func (m *Machines) Close() {
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, spare := range m.spare {
		spare.close()
	}
	m.spare = nil
}

// machine is the engine's part of a VM, in memory of its own.
type machine struct {
	heart
	memory   memory
	units    []Bytecode
	read     map[*byte]Value // units as functions, by where their bytecode begins
	preludes []Prelude
	made     []made
}

func newMachine(units []Bytecode, preludes []Prelude) (*machine, error) {
	m := &machine{heart: heart{tls: libc.NewTLS()}, units: units, preludes: preludes}
	if err := m.start(baseSize(units, preludes)); err != nil {
		m.close()
		return nil, err
	}
	m.readUnits()
	if len(preludes) > 0 {
		m.runPreludes()
	}
	m.memory.seal()
	return m, nil
}

// readUnits reads the units into the base. What finds no room there is read when it is run, as other scripts are.
func (m *machine) readUnits() {
	m.read = make(map[*byte]Value, len(m.units))
	for _, u := range m.units {
		if len(u.code) == 0 {
			continue
		}
		v := cooked(m.readObject(u))
		if v.kind == kindException {
			lib.XFreeValue(m.tls, m.ctx, lib.XJS_GetException(m.tls, m.ctx))
			continue
		}
		m.read[&u.code[0]] = v
	}
}

func (m *machine) start(size int) error {
	no := errors.New("no memory for a JavaScript machine")
	functions := libc.Xcalloc(m.tls, 1, lib.Tsize_t(unsafe.Sizeof(lib.TJSMallocFunctions{})))
	if functions == 0 || !m.memory.open(m.tls, size) {
		return no
	}
	defer libc.Xfree(m.tls, functions)
	*at[lib.TJSMallocFunctions](functions) = m.memory.functions()
	if m.rt = lib.XJS_NewRuntime2(m.tls, functions, 0); m.rt == 0 {
		return no
	}
	if m.ctx = lib.XJS_NewContext(m.tls, m.rt); m.ctx == 0 {
		return no
	}
	return nil
}

// close drops the engine's memory as it is: no object is freed one by one.
func (m *machine) close() {
	m.memory.close(m.tls)
	m.tls.Close()
}

// memory is all memory of one machine. What the engine allocates before it is sealed lies in one piece, the base, of which
// an image is kept: freeing there is no more than counting. What comes later is listed, to be freed at once.
type memory struct {
	base   address
	size   int    // bytes of base
	used   int    // of them
	image  []byte // of base, once sealed
	newest address
	pinned []any
}

// block precedes each piece of memory that the engine has. Its size keeps what follows aligned.
type block struct {
	older, newer address // later ones
	size         lib.Tsize_t
	_            uint64
}

const (
	blockSize = unsafe.Sizeof(block{})
	alignment = 16
)

// baseSize is the room for the engine's own objects, which need a third of a MiB, and for units and preludes: what is read
// of them is hardly ever larger than six times their bytecode.
func baseSize(units []Bytecode, preludes []Prelude) int {
	size := 1 << 20
	for _, u := range units {
		size += 6 * len(u.code)
	}
	for _, p := range preludes {
		size += 16*len(p.Script.code) + 64*len(p.Text)
	}
	return size
}

func (m *memory) open(tls *libc.TLS, size int) (ok bool) {
	m.base, m.size = libc.Xcalloc(tls, 1, lib.Tsize_t(size)), size
	return m.base != 0
}

func (m *memory) seal() { m.image = append([]byte{}, bytesAt(m.base, m.used)...) }

// restore makes the base what it was when it was sealed, and drops all else.
func (m *memory) restore(tls *libc.TLS) {
	m.drop(tls)
	copy(bytesAt(m.base, m.used), m.image)
}

func (m *memory) drop(tls *libc.TLS) {
	for b := m.newest; b != 0; {
		older := at[block](b).older
		libc.Xfree(tls, b)
		b = older
	}
	m.newest = 0
}

func (m *memory) close(tls *libc.TLS) {
	m.drop(tls)
	libc.Xfree(tls, m.base)
	m.base, m.image = 0, nil
}

// functions are what the engine calls for memory.
func (m *memory) functions() lib.TJSMallocFunctions {
	pin := func(f any) address {
		m.pinned = append(m.pinned, f)
		return code(f)
	}
	return lib.TJSMallocFunctions{
		Fjs_malloc:             pin(allocator(m.allocate)),
		Fjs_free:               pin(releaser(m.free)),
		Fjs_realloc:            pin(reallocator(m.reallocate)),
		Fjs_malloc_usable_size: pin(measurer(func(_ *libc.TLS, p address) lib.Tsize_t { return blockOf(p).size })),
	}
}

func blockOf(p address) *block { return at[block](p - blockSize) }

func (m *memory) inBase(p address) bool { return p >= m.base && p < m.base+address(m.size) }

func (m *memory) allocate(tls *libc.TLS, state address, size lib.Tsize_t) address {
	s := at[lib.TJSMallocState](state)
	size = (size + alignment - 1) &^ (alignment - 1)
	if s.Fmalloc_size+size > s.Fmalloc_limit {
		return 0
	}
	b := m.take(tls, int(size)+int(blockSize))
	if b == 0 {
		return 0
	}
	at[block](b).size = size
	s.Fmalloc_count++
	s.Fmalloc_size += size + lib.Tsize_t(blockSize)
	return b + blockSize
}

// take is memory for a block, linked if it is not in the base.
func (m *memory) take(tls *libc.TLS, size int) address {
	if m.image == nil {
		if m.used+size > m.size {
			return 0
		}
		m.used += size
		return m.base + address(m.used-size)
	}
	b := libc.Xmalloc(tls, lib.Tsize_t(size))
	if b != 0 {
		m.link(b)
	}
	return b
}

func (m *memory) link(b address) {
	*at[block](b) = block{older: m.newest, size: at[block](b).size}
	if m.newest != 0 {
		at[block](m.newest).newer = b
	}
	m.newest = b
}

func (m *memory) unlink(b address) {
	here := at[block](b)
	if here.older != 0 {
		at[block](here.older).newer = here.newer
	}
	if here.newer != 0 {
		at[block](here.newer).older = here.older
	} else {
		m.newest = here.older
	}
}

func (m *memory) free(tls *libc.TLS, state, p address) {
	if p == 0 {
		return
	}
	s := at[lib.TJSMallocState](state)
	s.Fmalloc_count--
	s.Fmalloc_size -= blockOf(p).size + lib.Tsize_t(blockSize)
	if !m.inBase(p) {
		m.unlink(p - blockSize)
		libc.Xfree(tls, p-blockSize)
	}
}

func (m *memory) reallocate(tls *libc.TLS, state, p address, size lib.Tsize_t) address {
	switch {
	case p == 0 && size == 0:
		return 0
	case p == 0:
		return m.allocate(tls, state, size)
	case size == 0:
		m.free(tls, state, p)
		return 0
	case m.inBase(p):
		return m.move(tls, state, p, size)
	}
	s := at[lib.TJSMallocState](state)
	size = (size + alignment - 1) &^ (alignment - 1)
	old := blockOf(p).size
	if s.Fmalloc_size+size-old > s.Fmalloc_limit {
		return 0
	}
	m.unlink(p - blockSize)
	b := libc.Xrealloc(tls, p-blockSize, size+lib.Tsize_t(blockSize))
	if b == 0 {
		m.link(p - blockSize)
		return 0
	}
	m.link(b)
	at[block](b).size = size
	s.Fmalloc_size += size - old
	return b + blockSize
}

// move gives what lies in the base more room elsewhere.
func (m *memory) move(tls *libc.TLS, state, p address, size lib.Tsize_t) address {
	old := blockOf(p).size
	if size <= old {
		return p
	}
	moved := m.allocate(tls, state, size)
	if moved != 0 {
		copy(bytesAt(moved, int(old)), bytesAt(p, int(old)))
		m.free(tls, state, p)
	}
	return moved
}
