// SPDX-License-Identifier: Apache-2.0

package onlinedienst

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/google/uuid"

	"github.com/deutschland-stack/bausteine/kommune/recht"
)

// Fill answers all questions of a draft at once, with the struct that the service
// declares, and returns everything that is still wrong with the draft.
func (z Zugang) Fill(ctx context.Context, id uuid.UUID, answers any) (recht.Befunde, error) {
	data, err := json.Marshal(answers)
	if err != nil {
		return nil, fmt.Errorf("onlinedienst: answers: %w", err)
	}
	all, err := flat(data)
	if err != nil {
		return nil, err
	}
	return z.Answer(ctx, id, all)
}
