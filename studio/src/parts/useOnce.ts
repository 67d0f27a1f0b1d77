import { useMutation, useQueryClient, type UseMutationOptions } from "@tanstack/react-query";
import { useId } from "react";

/** A mutation that is not begun again while it is under way: a second click comes before the button is drawn anew, and one that only looks disabled submits its form. */
export function useOnce<Done, Asked = void>(options: UseMutationOptions<Done, Error, Asked>) {
  const queries = useQueryClient();
  const mutationKey = [useId()];
  const mutation = useMutation({ ...options, mutationKey });
  const mutate = (asked: Asked) => {
    if (queries.isMutating({ mutationKey }) === 0) {
      mutation.mutate(asked);
    }
  };
  return { ...mutation, mutate };
}
