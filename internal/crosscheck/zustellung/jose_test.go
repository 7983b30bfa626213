// SPDX-License-Identifier: Apache-2.0

package zustellung_test

import (
	"bytes"
	"context"
	"crypto/x509"
	"encoding/json"
	"encoding/pem"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/stretchr/testify/require"

	"github.com/deutschland-stack/bausteine"
	"github.com/deutschland-stack/bausteine/leistung/zustellung/fitconnect"
	"github.com/deutschland-stack/bausteine/leistung/zustellung/fitconnect/empfang"
	"github.com/deutschland-stack/bausteine/leistung/zustellung/fitconnect/fitconnecttest"
	"github.com/deutschland-stack/bausteine/leistung/zustellung/posteingang"
)

// begin loads npm's jose from the folder that JOSE names.
const begin = `
	const [dir, ...args] = process.argv.slice(1)
	const jose = await import(dir + '/node_modules/jose/dist/webapi/index.js')
	const {readFileSync} = await import('fs')
	const read = name => readFileSync(name, 'utf8')
`

// node runs a script with jose.
func node(t *testing.T, script string, args ...string) []byte {
	t.Helper()
	dir := os.Getenv("JOSE")
	if dir == "" {
		if os.Getenv("CI") != "" {
			t.Fatal("JOSE names no folder with npm's jose")
		}
		t.Skip("JOSE names no folder with npm's jose")
	}
	ctx, stop := context.WithTimeout(t.Context(), 2*time.Minute)
	defer stop()
	var out, trouble bytes.Buffer
	cmd := exec.CommandContext(ctx, "node", append([]string{"--input-type=module", "-e", begin + script, dir}, args...)...)
	cmd.Stdout, cmd.Stderr = &out, &trouble
	require.NoError(t, cmd.Run(), trouble.String())
	return out.Bytes()
}

// file writes a text for node to read.
func file(t *testing.T, text []byte) string {
	t.Helper()
	name := filepath.Join(t.TempDir(), "text")
	require.NoError(t, os.WriteFile(name, text, 0o600))
	return name
}

// pkcs8 is a private test key as node reads it.
func pkcs8(t *testing.T, name string) string {
	t.Helper()
	key, err := fitconnecttest.RSAKey(name)
	require.NoError(t, err)
	der, err := x509.MarshalPKCS8PrivateKey(key)
	require.NoError(t, err)
	return file(t, pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der}))
}

func key(t *testing.T, name string) fitconnect.PrivateKey {
	t.Helper()
	k, err := fitconnecttest.Key(name)
	require.NoError(t, err)
	return k
}

// jwk is a public test key as node reads it. Its key_ops are taken out: they name what
// the rules of FIT-Connect want and not what the interface of browsers does.
func jwk(t *testing.T, name string) string {
	t.Helper()
	text, err := key(t, name).JWK()
	require.NoError(t, err)
	var object map[string]any
	require.NoError(t, json.Unmarshal(text, &object))
	delete(object, "key_ops")
	text, err = json.Marshal(object)
	require.NoError(t, err)
	return file(t, text)
}

func content(n int) []byte { return bytes.Repeat([]byte("Straße & Töchter\n"), n/17+1)[:n] }

func TestJWE_IsReadByJoseAndBack(t *testing.T) {
	for _, size := range []int{1, 17, 10_000, 2_000_000} {
		text := content(size)
		sealed, err := fitconnect.Seal(key(t, "dest-enc").Public(), "application/json", text)
		require.NoError(t, err)
		out := node(t, `
			const key = await jose.importPKCS8(read(args[0]), 'RSA-OAEP-256')
			const {plaintext, protectedHeader} = await jose.compactDecrypt(read(args[1]), key)
			if (JSON.stringify(protectedHeader) !== '{"alg":"RSA-OAEP-256","enc":"A256GCM","kid":"test-dest-enc","cty":"application/json"}') throw new Error(JSON.stringify(protectedHeader))
			process.stdout.write(plaintext)
		`, pkcs8(t, "dest-enc"), file(t, sealed))
		require.True(t, bytes.Equal(text, out))

		theirs := node(t, `
			const key = await jose.importJWK(JSON.parse(read(args[0])), 'RSA-OAEP-256')
			process.stdout.write(await new jose.CompactEncrypt(new Uint8Array(readFileSync(args[1])))
				.setProtectedHeader({alg: 'RSA-OAEP-256', enc: 'A256GCM', kid: 'test-dest-enc', cty: 'application/xml'}).encrypt(key))
		`, jwk(t, "dest-enc"), file(t, text))
		got, media, err := key(t, "dest-enc").Open(theirs, 3_000_000)
		require.NoError(t, err)
		require.Equal(t, "application/xml", media)
		require.True(t, bytes.Equal(text, got))
	}
}

var (
	destination = uuid.MustParse("d12caea8-f372-4eb1-b102-b0a228253a11")
	submission  = uuid.MustParse("f39ab143-d91a-474a-b69f-b00f1a1873c2")
	caseID      = uuid.MustParse("9eec7d3e-dc66-4f82-9f52-1520bf96a32e")
)

// keyring answers for the service and the destination of the tests.
type keyring struct{ t *testing.T }

func (k keyring) ServiceKey(_ context.Context, kid string) (fitconnect.PublicKey, error) {
	return k.pick("service-sig", kid), nil
}

func (k keyring) DestinationKey(_ context.Context, _ uuid.UUID, kid string) (fitconnect.PublicKey, error) {
	return k.pick("dest-sig", kid), nil
}

func (k keyring) pick(name, kid string) fitconnect.PublicKey {
	if kid != "test-"+name {
		return fitconnect.PublicKey{}
	}
	return key(k.t, name).Public()
}

func TestSET_IsVerifiedByJoseAndBack(t *testing.T) {
	subject := fitconnect.Subject{ID: submission}
	ours, err := fitconnect.Event{Issuer: destination.String(), Time: time.Now(), Subject: subject, Case: caseID, Kind: fitconnect.EventForward}.Sign(key(t, "dest-sig"))
	require.NoError(t, err)
	out := node(t, `
		const key = await jose.importJWK(JSON.parse(read(args[0])), 'PS512')
		const {payload, protectedHeader} = await jose.compactVerify(read(args[1]), key, {algorithms: ['PS512']})
		process.stdout.write(JSON.stringify([protectedHeader, JSON.parse(new TextDecoder().decode(payload)).sub]))
	`, jwk(t, "dest-sig"), file(t, []byte(ours)))
	require.JSONEq(t, `[{"alg":"PS512","typ":"secevent+jwt","kid":"test-dest-sig"},"submission:`+submission.String()+`"]`, string(out))

	claims, err := json.Marshal(map[string]any{
		"$schema": fitconnect.SchemaSET, "jti": uuid.NewString(), "iss": "https://zustelldienst.example", "iat": time.Now().Unix(), "sub": "submission:" + submission.String(), "txn": "case:" + caseID.String(),
		"events": map[string]any{"https://schema.fitko.de/fit-connect/events/create-submission": map[string]any{}},
	})
	require.NoError(t, err)
	theirs := node(t, `
		const key = await jose.importPKCS8(read(args[0]), 'PS512')
		process.stdout.write(await new jose.CompactSign(new Uint8Array(readFileSync(args[1]))).setProtectedHeader({typ: 'secevent+jwt', alg: 'PS512', kid: 'test-service-sig'}).sign(key))
	`, pkcs8(t, "service-sig"), file(t, claims))
	log, err := fitconnect.VerifyLog(t.Context(), keyring{t}, fitconnect.Expected{Destination: destination, Case: caseID, Subject: subject}, []string{string(theirs)})
	require.NoError(t, err)
	require.Equal(t, fitconnect.StatusAnnounced, log.Status)
}

func TestSimulator_ServesAClientInAnotherLanguage(t *testing.T) {
	service, err := fitconnecttest.New(fitconnecttest.Config{})
	require.NoError(t, err)
	server := httptest.NewServer(http.Handler(service))
	defer server.Close()
	node(t, `
		const [base, destination] = args
		const hash = async text => Buffer.from(await crypto.subtle.digest('SHA-512', text)).toString('hex')
		const bytes = text => new TextEncoder().encode(text)
		const form = new URLSearchParams({grant_type: 'client_credentials', client_id: 'test-client', client_secret: 'test-secret'})
		const answer = await fetch(base + '/token', {method: 'POST', body: form})
		if (!answer.headers.get('bausteine-simulator')) throw new Error('it does not say what it is')
		const {access_token} = await answer.json()
		const call = async (method, path, type, body) => {
			const r = await fetch(base + '/submission-api/v2/' + path, {method, body, headers: {authorization: 'Bearer ' + access_token, 'content-type': type}})
			if (!r.ok) throw new Error(method + ' ' + path + ' ' + r.status + ' ' + await r.text())
			return r
		}
		const {encryptionKid} = await (await call('GET', 'destinations/' + destination)).json()
		const jwk = await (await call('GET', 'destinations/' + destination + '/keys/' + encryptionKid)).json()
		delete jwk.key_ops
		const key = await jose.importJWK(jwk, 'RSA-OAEP-256')
		const seal = (text, cty) => new jose.CompactEncrypt(text).setProtectedHeader({alg: 'RSA-OAEP-256', enc: 'A256GCM', kid: encryptionKid, cty}).encrypt(key)
		const id = crypto.randomUUID()
		const {submissionId, caseId} = await (await call('POST', 'submissions', 'application/json', JSON.stringify({destinationId: destination, announcedAttachments: [id], publicService: {identifier: 'urn:de:fim:leika:leistung:99115005104000', name: 'n'}}))).json()
		const file = bytes('Anlage'), data = bytes('{"a":1}')
		const sealed = await seal(file, 'application/pdf')
		await call('PUT', 'submissions/' + submissionId + '/attachments/' + id, 'application/jose', sealed)
		const metadata = bytes(JSON.stringify({
			$schema: 'https://schema.fitko.de/fit-connect/metadata/2.1.0/metadata.schema.json',
			contentStructure: {
				data: {hash: {type: 'sha512', content: await hash(data)}, submissionSchema: {schemaUri: 'https://schema.example/1', mimeType: 'application/json'}},
				attachments: [{attachmentId: id, purpose: 'attachment', mimeType: 'application/pdf', hash: {type: 'sha512', content: await hash(file)}}],
			},
		}))
		await call('PUT', 'submissions/' + submissionId, 'application/json', JSON.stringify({encryptedMetadata: await seal(metadata, 'application/json'), encryptedData: await seal(data, 'application/json')}))
		const {eventLog} = await (await call('GET', 'cases/' + caseId + '/events')).json()
		const jwks = jose.createLocalJWKSet(await (await fetch(base + '/submission-api/.well-known/jwks.json')).json().then(set => ({keys: set.keys.map(({key_ops, ...k}) => k)})))
		for (const set of eventLog) await jose.compactVerify(set, jwks, {algorithms: ['PS512']})
		const submit = JSON.parse(new TextDecoder().decode((await jose.compactVerify(eventLog[1], jwks)).payload))
		const tags = submit.events['https://schema.fitko.de/fit-connect/events/submit-submission'].authenticationTags
		if (tags.attachments[id] !== sealed.split('.')[4]) throw new Error('another tag')
	`, server.URL, destination.String())

	store := bausteine.NewMemory(bausteine.Config{})
	defer func() { require.NoError(t, store.Close()) }()
	inbox, err := posteingang.New(store, posteingang.Config{})
	require.NoError(t, err)
	client, err := fitconnect.NewClient(service.ClientConfig(server.URL))
	require.NoError(t, err)
	s, err := fitconnect.NewSubscriber(client, destination, key(t, "dest-sig"), []fitconnect.PrivateKey{key(t, "dest-enc")}, fitconnect.SubscriberConfig{})
	require.NoError(t, err)
	n, err := s.Poll(t.Context(), empfang.New(inbox))
	require.NoError(t, err)
	require.Equal(t, 1, n)
	list, err := inbox.List(t.Context(), destination.String(), posteingang.StatusAngenommen, uuid.Nil, 10)
	require.NoError(t, err)
	require.Len(t, list[0].Teile, 3)
	data, err := inbox.Read(t.Context(), list[0].ID, empfang.Daten)
	require.NoError(t, err)
	require.JSONEq(t, `{"a":1}`, string(data))
}
