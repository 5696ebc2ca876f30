// Judges a log's static files with the Go project's own code (golang.org/x/mod/sumdb/tlog, note):
//
//	judge VKEY DIR OLD-CHECKPOINT TLOG-PROOF INDEX
//
// DIR holds checkpoint and tile/… as C2SP tlog-tiles lays them out. Every record and every tile is
// checked against the signed root, and proofs are made from the tiles besides: x/mod before 0.40.0
// lets a forged full tile pass when only proofs are looked at (CVE-2026-56865). Nothing here comes from the log's own program.
package main

import (
	"bytes"
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

type dir string

var seen = map[tlog.Tile][]byte{}

func (d dir) Height() int                         { return 8 }
func (d dir) SaveTiles(_ []tlog.Tile, _ [][]byte) {}
func (d dir) ReadTiles(tiles []tlog.Tile) (all [][]byte, err error) {
	for _, t := range tiles {
		b, held := seen[t]
		if !held {
			b, err = os.ReadFile(filepath.Join(string(d), strings.Replace(t.Path(), "tile/8/", "tile/", 1)))
			if err != nil {
				return nil, err
			}
			seen[t] = b
		}
		all = append(all, b)
	}
	return all, nil
}

func check(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, "refused:", err)
		os.Exit(1)
	}
}

func that(holds bool, what string, args ...any) {
	if !holds {
		check(fmt.Errorf(what, args...))
	}
}

func checkpoint(msg []byte, v note.Verifier) tlog.Tree {
	n, err := note.Open(msg, note.VerifierList(v))
	check(err)
	lines := strings.Split(n.Text, "\n")
	that(len(lines) == 4 && lines[0] == v.Name(), "not a checkpoint of %s", v.Name())
	size, err := strconv.ParseInt(lines[1], 10, 64)
	check(err)
	root, err := tlog.ParseHash(lines[2])
	check(err)
	return tlog.Tree{N: size, Hash: root}
}

func entries(d dir, size int64) (all [][]byte) {
	for n := int64(0); n*256 < size; n++ {
		t := tlog.Tile{H: 8, L: -1, N: n, W: 256}
		if size-n*256 < 256 {
			t.W = int(size - n*256)
		}
		b, err := os.ReadFile(filepath.Join(string(d), strings.Replace(t.Path(), "tile/8/data/", "tile/entries/", 1)))
		check(err)
		for i := 0; i < t.W; i++ {
			that(len(b) >= 2, "bundle %d ends early", n)
			length := int(binary.BigEndian.Uint16(b))
			that(len(b) >= 2+length, "bundle %d ends early", n)
			all, b = append(all, b[2:2+length]), b[2+length:]
		}
		that(len(b) == 0, "bundle %d is too long", n)
	}
	return all
}

// regrown grows the tree from the records alone: it must have the signed root, and every tile that
// is served must be a tile of it, byte by byte.
func regrown(d dir, tree tlog.Tree, records [][]byte) {
	var stored []tlog.Hash
	reader := tlog.HashReaderFunc(func(indexes []int64) (all []tlog.Hash, err error) {
		for _, i := range indexes {
			all = append(all, stored[i])
		}
		return all, nil
	})
	for i, record := range records {
		more, err := tlog.StoredHashes(int64(i), record, reader)
		check(err)
		stored = append(stored, more...)
	}
	root, err := tlog.TreeHash(tree.N, reader)
	check(err)
	that(root == tree.Hash, "the records have another root")
	for _, t := range tlog.NewTiles(8, 0, tree.N) {
		if t.W < 256 && int64(t.W) != tree.N>>(8*t.L)%256 {
			continue // a partial tile of a smaller tree
		}
		own, err := tlog.ReadTileData(t, reader)
		check(err)
		served, err := d.ReadTiles([]tlog.Tile{t})
		check(err)
		that(bytes.Equal(own, served[0]), "%s is not a tile of the tree", t.Path())
	}
}

func main() {
	v, err := note.NewVerifier(os.Args[1])
	check(err)
	d := dir(os.Args[2])
	read := func(path string) []byte { b, err := os.ReadFile(path); check(err); return b }
	tree := checkpoint(read(filepath.Join(string(d), "checkpoint")), v)
	records := entries(d, tree.N)
	regrown(d, tree, records)
	hashes := tlog.TileHashReader(tree, d)
	for i, record := range records {
		if i > 1000 && i%251 != 0 && i != len(records)-1 {
			continue // slow, and regrown has seen it
		}
		proof, err := tlog.ProveRecord(tree.N, int64(i), hashes)
		check(err)
		check(tlog.CheckRecord(proof, tree.N, tree.Hash, int64(i), tlog.RecordHash(record)))
	}

	old := checkpoint(read(os.Args[3]), v)
	grown, err := tlog.ProveTree(tree.N, old.N, hashes)
	check(err)
	check(tlog.CheckTree(grown, tree.N, tree.Hash, old.N, old.Hash))

	head, signed, found := strings.Cut(string(read(os.Args[4])), "\n\n")
	that(found, "not a proof")
	lines := strings.Split(head, "\n")
	that(len(lines) > 1 && lines[0] == "c2sp.org/tlog-proof@v1", "not a proof")
	that(lines[1] == "index "+os.Args[5], "another index: %s", lines[1])
	index, err := strconv.ParseInt(os.Args[5], 10, 64)
	check(err)
	var path tlog.RecordProof
	for _, line := range lines[2:] {
		var h tlog.Hash
		b, err := base64.StdEncoding.DecodeString(line)
		check(err)
		that(copy(h[:], b) == 32, "not a hash: %s", line)
		path = append(path, h)
	}
	at := checkpoint([]byte(signed), v)
	check(tlog.CheckRecord(path, at.N, at.Hash, index, tlog.RecordHash(records[index])))
	fmt.Println("accepted", tree.N)
}
