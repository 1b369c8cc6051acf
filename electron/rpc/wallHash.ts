/** The page of a wall and what it reads with, behind `#`: neither goes to any server. */
export function wallHash({ name, token }: { readonly name: string; readonly token: string }): string {
  return `#/wall?token=${token}&name=${encodeURIComponent(name)}`
}
