// A real Vault core with its HTTP API, in memory, with KV version 2 and AppRole: what `vault server -dev` is, without the
// plugins for clouds and databases. It prints the address and the root token as JSON. For tests only:
//
//	(cd tools/vault && go build -o ../../node_modules/.cache/vault .)
//	TEMPOGRAPH_TEST_VAULT=$PWD/node_modules/.cache/vault pnpm vitest run --project unit packages/activities/src/secrets
package main

import (
	"context"
	"encoding/json"
	"fmt"
	"net"
	"net/http"
	"os"

	"github.com/hashicorp/go-hclog"
	kv "github.com/hashicorp/vault-plugin-secrets-kv"
	"github.com/hashicorp/vault/builtin/credential/approle"
	vaulthttp "github.com/hashicorp/vault/http"
	"github.com/hashicorp/vault/sdk/helper/consts"
	"github.com/hashicorp/vault/sdk/logical"
	"github.com/hashicorp/vault/sdk/physical/inmem"
	"github.com/hashicorp/vault/vault"
)

func main() {
	logger := hclog.New(&hclog.LoggerOptions{Output: os.Stderr, Level: hclog.Warn})
	backend, err := inmem.NewInmem(nil, logger)
	must(err)
	core, err := vault.NewCore(&vault.CoreConfig{
		Physical:           backend,
		LogicalBackends:    map[string]logical.Factory{"kv": kv.Factory},
		CredentialBackends: map[string]logical.Factory{"approle": approle.Factory},
		BuiltinRegistry:    registry{},
		DisableMlock:       true,
		Logger:             logger,
	})
	must(err)
	ctx := context.Background()
	init, err := core.Initialize(ctx, &vault.InitParams{
		BarrierConfig:  &vault.SealConfig{SecretShares: 1, SecretThreshold: 1},
		RecoveryConfig: nil,
	})
	must(err)
	_, err = core.Unseal(init.SecretShares[0])
	must(err)
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	must(err)
	json.NewEncoder(os.Stdout).Encode(map[string]string{
		"address": fmt.Sprintf("http://%s", listener.Addr()),
		"token":   init.RootToken,
	})
	must(http.Serve(listener, vaulthttp.Handler.Handler(&vault.HandlerProperties{Core: core})))
}

// registry says which of the plugins above are built in.
type registry struct{}

func (registry) Contains(name string, kind consts.PluginType) bool {
	return name == "kv" && kind == consts.PluginTypeSecrets || name == "approle" && kind == consts.PluginTypeCredential
}

func (r registry) Get(name string, kind consts.PluginType) (func() (interface{}, error), bool) {
	factory := logical.Factory(kv.Factory)
	if name == "approle" {
		factory = approle.Factory
	}
	return func() (interface{}, error) { return factory, nil }, r.Contains(name, kind)
}

func (registry) Keys(kind consts.PluginType) []string {
	switch kind {
	case consts.PluginTypeSecrets:
		return []string{"kv"}
	case consts.PluginTypeCredential:
		return []string{"approle"}
	}
	return nil
}

func (r registry) DeprecationStatus(name string, kind consts.PluginType) (consts.DeprecationStatus, bool) {
	return consts.Supported, r.Contains(name, kind)
}

func (registry) IsBuiltinEntPlugin(string, consts.PluginType) bool { return false }

func must(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
